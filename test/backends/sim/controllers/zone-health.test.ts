import { expect } from 'chai';
import { evictionRate, zoneState } from '../../../../src/backends/sim/controllers/zone-health.ts';
import { tokenBucket } from '../../../../src/backends/sim/controllers/token-bucket.ts';
import { clusterParams } from '../../../../src/core/cluster-params/index.ts';

const limits = clusterParams({}).controllerManager;

describe('zoneState', () => {
  it('is normal while few are lost, and as long as no more than two are', () => {
    expect(zoneState({ ready: 10, notReady: 0 }, limits)).to.equal('Normal');
    expect(zoneState({ ready: 1, notReady: 2 }, limits)).to.equal('Normal');
    expect(zoneState({ ready: 3, notReady: 3 }, limits)).to.equal('Normal');
  });

  it('is disrupted in part from 55 % on, and in full when none is left', () => {
    expect(zoneState({ ready: 9, notReady: 11 }, limits)).to.equal('PartialDisruption');
    expect(zoneState({ ready: 0, notReady: 1 }, limits)).to.equal('FullDisruption');
  });
});

describe('evictionRate', () => {
  it('is 0 in a small zone that is partly down, a tenth in a large one, and full in one that is wholly down', () => {
    expect(evictionRate('PartialDisruption', 50, limits)).to.equal(0);
    expect(evictionRate('PartialDisruption', 51, limits)).to.equal(0.01);
    expect(evictionRate('FullDisruption', 3, limits)).to.equal(0.1);
    expect(evictionRate('Normal', 3, limits)).to.equal(0.1);
  });
});

describe('tokenBucket', () => {
  it('lets one pass at once, and the next when the rate allows', () => {
    const bucket = tokenBucket(0.1);
    expect(bucket.take(0)).to.equal(true);
    expect(bucket.take(9900)).to.equal(false);
    expect(bucket.take(10_000)).to.equal(true);
  });

  it('lets none pass at a rate of 0, and keeps what it had for later', () => {
    const bucket = tokenBucket(0.1);
    bucket.setRate(0, 0);
    expect(bucket.take(100_000)).to.equal(false);
    bucket.setRate(0.1, 100_000);
    expect(bucket.take(100_000)).to.equal(true);
  });
});
