import type { ClusterParams } from '../../../core/cluster-params/index.ts';

/** A node to be made, as kind names and numbers them. */
export interface PlannedNode {
  readonly name: string;
  readonly zone: string;
  readonly controlPlane: boolean;
  readonly address: string;
  readonly podCidr: string;
}

export const clusterName = 'sim';
export const balancerAddress = '172.18.0.2';
export const outsideAddress = '172.18.0.1';

/** The nodes of a cluster: control planes dealt out over the zones, then the workers of each zone. */
export function plannedNodes({ zones, controlPlanes, nodesPerZone }: ClusterParams): readonly PlannedNode[] {
  const names = Array.from({ length: zones }, (_, index) => zoneName(index));
  const roles = [
    ...Array.from({ length: controlPlanes }, (_, index) => ({
      zone: names[index % zones] ?? '',
      controlPlane: true,
      index,
    })),
    ...Array.from({ length: zones * nodesPerZone }, (_, index) => ({
      zone: names[index % zones] ?? '',
      controlPlane: false,
      index,
    })),
  ];
  return roles.map(({ zone, controlPlane, index }, position) => ({
    name: `${clusterName}-${controlPlane ? 'control-plane' : 'worker'}${index === 0 ? '' : index + 1}`,
    zone,
    controlPlane,
    // .0.1 and .0.2 are the outside and the balancer.
    address: `172.18.${(position + 3) >> 8}.${(position + 3) & 255}`,
    // A /24 each, from 10.244.0.0 on; large clusters go on to 10.255, and from 10.0 up to the services' 10.96.
    podCidr: `10.${(244 + (position >> 8)) & 255}.${position & 255}.0/24`,
  }));
}

/** az-a … az-z, az-aa …: as many as are wanted. */
function zoneName(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return `az-${index >= 26 ? String.fromCharCode(96 + Math.floor(index / 26)) : ''}${letter}`;
}
