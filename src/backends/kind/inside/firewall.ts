import type { NodeFirewall } from '../../kube/inside.ts';
import {
  addressesScript,
  chainPrefix,
  countScript,
  dropScript,
  readAddresses,
  readCounts,
  undoScript,
  wholeCutsScript,
} from '../drop-traffic.ts';
import type { ProcessorWeight } from './processor-weight.ts';
import type { Shell } from './shell.ts';

/** Rules of iptables in nodes. A node that loses all traffic with its peers gives way to them where processors are short, too. */
export function iptablesFirewall(shell: Shell, weight: ProcessorWeight): NodeFirewall {
  return {
    drop: async (node, tag, { ranges, names, ...how }, signal) => {
      const resolved = await shell(node, addressesScript(names), signal).then(readAddresses, () => []);
      await shell(node, dropScript(tag, [...ranges, ...resolved], how), signal);
      // Who loses single ports goes on serving.
      if (how.ports === undefined) await weight.giveWay(node, signal);
    },
    undrop: async (node, tag, signal) => {
      const left = await shell(node, undoScript(tag), signal);
      // Another cut of the same node may go on.
      if ((await shell(node, wholeCutsScript(), signal)).trim() === '') await weight.restore(node, signal);
      return left;
    },
    givesWay: weight.givesWay,
    counts: async (node, tag, signal) => readCounts(await shell(node, countScript(tag), signal)),
    rules: async (node, signal) => {
      const script = `iptables -w 5 -t mangle -S | grep -e '^-N ${chainPrefix}' || true`;
      return (await shell(node, script, signal)).split('\n').filter((line) => line !== '');
    },
  };
}
