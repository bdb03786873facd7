import { expect } from 'chai';
import { didYouMean, suggest } from '../../src/base/did-you-mean.ts';

describe('didYouMean', () => {
  it('finds the nearest, whatever the case', () => {
    expect(didYouMean('az-failur', ['az-failure', 'etcd-leader-kill'])).to.equal('az-failure');
    expect(didYouMean('API.RECOVERYAFTERHEAL', ['api.recovery', 'api.recoveryAfterHeal'])).to.equal(
      'api.recoveryAfterHeal',
    );
  });

  it('is not led away from camel case', () => {
    expect(didYouMean('topology.skewpeak', ['topology.skew', 'topology.skewPeak'])).to.equal('topology.skewPeak');
  });

  it('takes the first of equals', () => {
    expect(didYouMean('bat', ['cat', 'rat'])).to.equal('cat');
  });

  it('has nothing to say to what is like nothing', () => {
    expect(didYouMean('zone-partition', ['etcd', 'web'])).to.equal(undefined);
    expect(didYouMean('x', [])).to.equal(undefined);
  });
});

describe('suggest', () => {
  it('names the likely word, else what there is', () => {
    expect(suggest('colour', ['color', 'size'])).to.equal('Did you mean "color"?');
    expect(suggest('zone-partition', ['etcd', 'web'])).to.equal('Use one of: etcd, web.');
    expect(suggest('x', [])).to.equal('There is none yet.');
  });
});
