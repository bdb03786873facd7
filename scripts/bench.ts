/** Benches: `npm run bench -- instrument|memory|overhead|watch|sim`. */
import { benchInstrument } from './bench/instrument.ts';
import { benchMemory } from './bench/memory.ts';
import { benchOverhead } from './bench/overhead.ts';
import { benchSim } from './bench/sim.ts';
import { benchWatch } from './bench/watch.ts';

const benches: Readonly<Record<string, (operands: readonly string[]) => Promise<boolean>>> = {
  instrument: benchInstrument,
  memory: benchMemory,
  overhead: benchOverhead,
  watch: benchWatch,
  sim: benchSim,
};

const [name = '', ...operands] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`there is no bench "${name}". Use one of: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  process.exitCode = (await bench(operands)) ? 0 : 1;
}
