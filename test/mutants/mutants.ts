import { dataPlaneMutants } from './data-plane-mutants.ts';
import { indicatorMutants } from './indicator-mutants.ts';
import type { Mutant } from './mutant.ts';

const sim = 'src/backends/sim';

/** Each breaks one promise of the simulated cluster. */
const simMutants: readonly Mutant[] = [
  {
    name: 'a Raft that forgets its vote when it starts again',
    file: `${sim}/etcd/raft/raft.ts`,
    from: 'this.vote = options.hard.vote;',
    to: 'this.vote = undefined;',
    tests: ['test/backends/sim/etcd/raft.test.ts', 'test/properties/etcd.test.ts'],
  },
  {
    name: 'a Raft that commits what one member has',
    file: `${sim}/etcd/raft/leadership.ts`,
    from: 'const agreed = matches[this.#majority() - 1] ?? 0;',
    to: 'const agreed = matches[0] ?? 0;',
    tests: ['test/backends/sim/etcd/raft.test.ts', 'test/properties/etcd.test.ts'],
  },
  {
    name: 'a heal that skips one rule',
    file: `${sim}/network/rules.ts`,
    from: 'if (sets.delete(tag)) noteChange();',
    to: 'const set = sets.get(tag);\n      if (set === undefined) return;\n      sets.set(tag, { ...set, in: set.in.slice(0, 1), out: [] });\n      noteChange();',
    tests: ['test/properties/cluster.test.ts', 'test/properties/rehearsal.test.ts'],
  },
  {
    name: 'a load balancer without checks',
    file: `${sim}/balancer/checks.ts`,
    from: 'if (health.streak < needed) return;',
    to: 'if (health.streak < Infinity * needed) return;',
    tests: ['test/backends/sim/balancer/balancer.test.ts'],
  },
  {
    name: 'a lease that never expires',
    file: `${sim}/client/leader-election.ts`,
    from: 'process.now() - seenAt < options.leaseDurationMs',
    to: 'process.now() - seenAt < Infinity',
    tests: ['test/backends/sim/reality/zone-cut.test.ts'],
  },
  {
    name: 'a scheduler that ignores the spread',
    file: `${sim}/scheduler/placement.ts`,
    from: '!fitsInto(pod, node, load) || !constraints.every(({ allows }) => allows(node))',
    to: '!fitsInto(pod, node, load)',
    tests: [
      'test/backends/sim/scheduler/placement.test.ts',
      'test/properties/placement.test.ts',
      'test/properties/eviction.test.ts',
    ],
  },
  {
    name: 'an eviction that asks no budget',
    file: `${sim}/api/subresources/eviction.ts`,
    from: 'if (!mayGo(pod)) await demandLeave(pod, query.dryRun, context);',
    to: '',
    tests: ['test/properties/eviction.test.ts'],
  },
  {
    name: 'a name server that keeps the rules of a healed DNSChaos',
    file: `${sim}/chaos-mesh/dns-server.ts`,
    from: "if (call.call === 'cancel') rules.delete(call.name);",
    to: "if (call.call === 'cancel') rules.size;",
    tests: ['test/backends/sim/dns/resolver.test.ts'],
  },
];

/** All of them. */
export const mutants: readonly Mutant[] = [...simMutants, ...indicatorMutants, ...dataPlaneMutants];
