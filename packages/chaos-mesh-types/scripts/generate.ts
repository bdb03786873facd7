/** Writes src/generated/ from crds/. A test compares them with what this would write. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files.ts';

const root = join(import.meta.dirname, '..');
rmSync(join(root, 'src/generated'), { recursive: true, force: true });
mkdirSync(join(root, 'src/generated'), { recursive: true });
for (const [file, content] of Object.entries(generatedFiles())) writeFileSync(join(root, file), content);
