import { expect } from 'chai';
import { demandNone, examine } from '../../../src/backends/kind/doctor.ts';
import { type FakeTools, fakeTools } from './fake-tools.ts';
import { sampleSettings } from './settings.ts';

const signal = new AbortController().signal;

describe('examine', () => {
  let tools: FakeTools;
  beforeEach(() => (tools = fakeTools()));
  afterEach(() => tools.restore());

  it('names every missing tool and file at once, each with a remedy', async () => {
    const { problems } = await examine(sampleSettings, signal);
    expect(problems.map(({ check }) => check)).to.include.members(['docker', 'kind', 'helm', 'kind.config']);
    expect(problems.every(({ hint }) => hint !== '')).to.equal(true);
  });

  it('names an engine that does not answer, and an old kind', async () => {
    tools.have('docker', 'echo "Cannot connect to the daemon" >&2; exit 1');
    tools.have('kind', 'echo 0.20.0');
    tools.have('helm', 'echo v3.17.1');
    const { problems, found } = await examine(sampleSettings, signal);
    const of = (check: string): string | undefined => problems.find((problem) => problem.check === check)?.message;
    expect(of('docker')).to.contain('does not answer').and.contain('Cannot connect to the daemon');
    expect(of('kind')).to.equal('kind is 0.20.0, and 0.27.0 or later is needed');
    expect(found.find(({ check }) => check === 'helm')?.message).to.equal('3.17.1');
  });

  it('answers within 5 s where a tool hangs, and still names the others', async () => {
    tools.have('docker', 'exec sleep 60');
    const startedAt = performance.now();
    const { problems } = await examine(sampleSettings, signal);
    expect(performance.now() - startedAt).to.be.below(5000);
    expect(problems.map(({ check }) => check)).to.include.members(['docker', 'kind', 'helm']);
  }).timeout(8000);

  it('tries the kernel in a node where there is one, and says what is refused without a feature', async () => {
    tools.have('docker', fakeEngine);
    const { problems, warnings, found } = await examine(sampleSettings, signal);
    const netem = warnings.find(({ check }) => check === 'kernel sch_netem');
    expect(netem?.message).to.contain('delay, loss, duplicate, corrupt and reorder cannot be injected');
    expect(found.map(({ check }) => check)).to.include.members(['kernel ip_set', 'kernel sch_tbf']);
    expect(problems.map(({ check }) => check)).not.to.include('kernel ip_set');
    expect(found.find(({ check }) => check === 'resources')?.message).to.equal('4 CPUs, 16.0 GiB of memory');
  });
});

const node = {
  Name: '/aftershock-worker',
  State: { Status: 'running' },
  Config: { Labels: { 'io.x-k8s.kind.role': 'worker' } },
  NetworkSettings: {},
};
/** An engine with one worker, whose kernel knows no netem. */
const fakeEngine = `case "$1 $*" in
  version*) echo 28.0.0 ;;
  info*) echo "4 17179869184" ;;
  ps*) echo abc ;;
  inspect*) echo '${JSON.stringify([node])}' ;;
  exec*netem*) echo absent ;;
  exec*) echo present ;;
esac`;

describe('demandNone', () => {
  it('throws one error with all problems and each hint once', () => {
    const problems = [
      { check: 'kind', message: 'kind is missing', hint: 'Install it.' },
      { check: 'helm', message: 'helm is missing', hint: 'Install it.' },
    ];
    expect(() => demandNone(problems))
      .to.throw('kind: kind is missing\nhelm: helm is missing')
      .with.property('hint', 'Install it.');
  });

  it('is silent where there is none', () => {
    expect(() => demandNone([])).not.to.throw();
  });
});
