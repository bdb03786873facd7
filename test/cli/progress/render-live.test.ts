import { expect } from 'chai';
import { emptyLiveState, type LiveState } from '../../../src/cli/progress/live-state.ts';
import { renderLive } from '../../../src/cli/progress/render-live.ts';

/** A run with thirty streams, the named ones bad since 8 s. */
function running(bad: readonly string[] = []): LiveState {
  const state = emptyLiveState();
  state.phase = 'fault';
  state.phaseStartAt = 5000;
  state.phaseEndAt = 15_000;
  for (let i = 0; i < 30; i += 1) {
    const id = `aftershock-control-plane-${String(i).padStart(2, '0')} quorum-read reused`;
    const isBad = bad.includes(id);
    state.streams.set(id, {
      latencyMs: 10 + i,
      good: !isBad,
      error: isBad ? 'refused' : undefined,
      badSince: isBad ? 8000 : undefined,
    });
  }
  state.workloads.set('web', { ready: 4, desired: 6 });
  for (let i = 0; i < 6; i += 1) state.nodes.set(`node-${i}`, i === 0 ? 'Unknown' : 'True');
  for (let i = 0; i < 9; i += 1) state.marks.push({ at: i * 1000, kind: 'note', text: `mark ${i} ${'x'.repeat(100)}` });
  return state;
}

const draw = (state: LiveState, width: number, height: number): readonly string[] =>
  renderLive(state, { now: 10_000, title: 'A zone is lost', width, height, style: (_style, text) => text }).split('\n');

describe('renderLive', () => {
  for (const [width, height] of [
    [80, 24],
    [80, 50],
    [140, 40],
  ] as const) {
    it(`fits ${width} columns and ${height} rows`, () => {
      const lines = draw(running(), width, height);
      expect(lines.length).to.be.at.most(height - 1);
      expect(Math.max(...lines.map((line) => line.length))).to.be.at.most(width);
    });
  }

  it('shows every stream where there is room', () => {
    const lines = draw(running(), 140, 40);
    expect(lines.join('\n').match(/✓/g)).to.have.length(30);
  });

  it('keeps the last words of a stream, in which those of one target differ', () => {
    const lines = draw(running(), 120, 30);
    expect(lines.join('\n').match(/…\S*\d quorum-read reused {2}/g)).to.have.length(30);
  });

  it('shows what is bad first where there is none, and how the rest does', () => {
    const last = 'aftershock-control-plane-29 quorum-read reused';
    const lines = draw(running([last]), 80, 24);
    expect(lines.find((line) => line.includes('quorum-read')))
      .to.include(last)
      .and.include('refused 2s');
    expect(lines.join('\n')).to.match(/and \d+ more streams: all ok, the slowest 38ms/);
  });

  it('tells the phase, the time left, missing replicas, lost nodes, the leader and the last marks', () => {
    const text = draw(running(), 140, 40).join('\n');
    expect(text).to.include('fault  5s left');
    expect(text).to.include('web 4/6 ready · 5/6 nodes ready · etcd leader none');
    expect(text).to.include('not ready: node-0 Unknown');
    expect(text).to.include('mark 8').and.not.include('mark 3');
  });
});
