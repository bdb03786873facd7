import { expect } from 'chai';
import { explainCommand } from '../../src/cli/commands/explain.ts';
import { parseCommandLine } from '../../src/cli/options.ts';
import { faults } from '../../src/faults/index.ts';
import { silentOutput } from '../support/silent-output.ts';

async function explained(name: string): Promise<string> {
  const { options, operands } = parseCommandLine([name]);
  const lines: string[] = [];
  const output = { ...silentOutput, print: (text: string) => void lines.push(text) };
  await explainCommand({ operands, options, output, signal: new AbortController().signal });
  return lines.join('\n');
}

describe('explain', () => {
  for (const { name, summary } of faults.all) {
    it(`says of ${name} its parameters, what is applied, what proves it, what heals it, and how it is written`, async () => {
      const sections = (await explained(name)).split('\n\n').map((section) => section.split('\n'));
      expect(sections[0]).to.deep.equal([`fault ${name}`, `  ${summary}`]);
      expect(sections.map(([title]) => title)).to.include.members([
        'parameters',
        'applies',
        'proof',
        'heal',
        'example',
      ]);
      for (const [title, ...lines] of sections) expect(lines.join('').trim(), title).to.not.equal('');
    });
  }

  it('says what preflight looks for', async () => {
    expect(await explained('http-abort')).to.contain('needs\n  HTTPChaos: preflight looks for it');
    expect(await explained('zone-partition')).to.contain('needs\n  NetworkChaos, ip_set: preflight');
    expect(await explained('etcd-latency')).to.match(/needs\n {2}The kernel modules sch_netem, sch_prio and cls_u32/);
    expect(await explained('node-pause')).to.not.contain('needs\n');
  });

  it('does not know what there is not, and says what was likely meant', async () => {
    const error = await explained('pod-kil').catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message').that.contains('"pod-kil"');
    expect(error).to.have.property('hint').that.contains('pod-kill');
  });
});
