import { expect } from 'chai';
import { qualified } from '../../../src/backends/kind/images.ts';

describe('qualified', () => {
  const names: Readonly<Record<string, string>> = {
    'node:22-alpine': 'docker.io/library/node:22-alpine',
    node: 'docker.io/library/node:latest',
    'team/web:1': 'docker.io/team/web:1',
    'ghcr.io/chaos-mesh/chaos-mesh:v2.8.3': 'ghcr.io/chaos-mesh/chaos-mesh:v2.8.3',
    'localhost/web': 'localhost/web:latest',
    'registry:5000/web': 'registry:5000/web:latest',
    'ghcr.io/a/b@sha256:0123': 'ghcr.io/a/b@sha256:0123',
  };
  for (const [image, name] of Object.entries(names)) {
    it(`files ${image} under ${name}`, () => {
      expect(qualified(image)).to.equal(name);
    });
  }
});
