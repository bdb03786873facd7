// The command line.
import { bundled } from './bundle.mjs';

await import(await bundled('main'));
