/** Scenarios that take the zone, or the node, on which kubeadm leaves both name servers. */
export const loseTheirNameServers = ['az-failure', 'az-outage', 'az-one-way', 'az-control-plane-cut', 'az-flap'];
