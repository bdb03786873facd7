import { expect } from 'chai';
import { type KernelFiles, kernelFeatures, lookUp } from '../../../src/backends/kind/kernel.ts';

const netem = kernelFeatures.find(({ module }) => module === 'sch_netem')!;

describe('lookUp', () => {
  const cases: readonly (readonly [string, KernelFiles, string])[] = [
    ['a loaded module', { loaded: 'ip_set 49152 0 - Live\nsch_netem 20480 0 - Live 0x0\n' }, 'present'],
    ['a module that is compiled in', { builtin: 'kernel/net/sched/sch_netem.ko\n' }, 'present'],
    ['a module that can be loaded', { loadable: 'kernel/net/sched/sch_netem.ko.zst:\n' }, 'present'],
    ['a module that others need, but is not named itself', { loadable: 'kernel/a.ko: kernel/b.ko\n' }, 'absent'],
    ['a configuration that compiles it in', { config: 'CONFIG_NET_SCH_NETEM=y\n' }, 'present'],
    ['a configuration that leaves it out', { config: '# CONFIG_NET_SCH_NETEM is not set\n' }, 'absent'],
    ['a configured module of which no file is there', { config: 'CONFIG_NET_SCH_NETEM=m\n' }, 'unknown'],
    [
      'a configured module that is not installed',
      { config: 'CONFIG_NET_SCH_NETEM=m\n', loadable: 'x.ko:\n' },
      'absent',
    ],
    ['a kernel that tells nothing', {}, 'unknown'],
  ];
  for (const [what, files, presence] of cases) {
    it(`says ${presence} of ${what}`, () => {
      expect(lookUp(files, netem)).to.equal(presence);
    });
  }
});
