import { expect } from 'chai';
import { requestsOf } from '../support/requests-of.ts';
import { lb, request, streamOf } from '../support/timeline-builder.ts';

const stream = streamOf(lb, 'readyz', 'new');
const requests = requestsOf([0, 1, 2, 3, 4, 5].map((i) => request(stream, i, i % 2 === 0 ? {} : { good: false })));
const due = (of: typeof requests): readonly number[] => [...of].map(({ scheduledAt }) => scheduledAt);

describe('Requests', () => {
  it('are asked as a list is', () => {
    expect(requests.length).to.equal(6);
    expect([0, 5, 6, -1, -7].map((index) => requests.at(index)?.scheduledAt)).to.deep.equal([
      ...[0, 5, undefined, 5, undefined],
    ]);
    expect(requests.findIndex(({ good }) => !good)).to.equal(1);
    expect(requests.findLastIndex(({ good }) => good)).to.equal(4);
    expect(requests.findIndex(({ scheduledAt }) => scheduledAt > 5)).to.equal(-1);
    expect(requests.count(({ good }) => good)).to.equal(3);
    expect(requests.some(({ scheduledAt }) => scheduledAt === 3)).to.equal(true);
    expect(requests.every(({ scheduledAt }) => scheduledAt < 5)).to.equal(false);
  });

  it('are cut, sifted and put together', () => {
    expect(due(requests.slice(1, 3))).to.deep.equal([1, 2]);
    expect(due(requests.slice(-2))).to.deep.equal([4, 5]);
    expect(due(requests.slice(4, 2))).to.deep.equal([]);
    expect(due(requests.filter(({ good }) => good).slice(1))).to.deep.equal([2, 4]);
    expect(due(requests.slice(4).followedBy(requests.slice(0, 1)))).to.deep.equal([4, 5, 0]);
  });

  it('can be held on to: one that was looked at stays what it was', () => {
    const [first, second] = requests;
    expect([first?.scheduledAt, second?.scheduledAt]).to.deep.equal([0, 1]);
    expect([first?.good, second?.good]).to.deep.equal([true, false]);
  });
});
