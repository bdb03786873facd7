// A process that rehearses for the command line (src/cli/side-by-side).
import { bundled } from './bundle.mjs';

await import(await bundled('rehearsal-process'));
