/** Benches of the instrument itself: `npm run bench -- instrument|overhead|watch`. */
import { benchInstrument } from './bench/instrument.ts';
import { benchOverhead } from './bench/overhead.ts';
import { benchWatch } from './bench/watch.ts';

const benches: Readonly<Record<string, () => Promise<boolean>>> = {
  instrument: benchInstrument,
  overhead: benchOverhead,
  watch: benchWatch,
};

const [name = ''] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`there is no bench "${name}". Use one of: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  process.exitCode = (await bench()) ? 0 : 1;
}
