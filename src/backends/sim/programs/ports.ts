/** Where kube-scheduler answers its kubelet, and tells its metrics. */
export const schedulerPort = 10_259;
/** Where kube-controller-manager does. */
export const controllerManagerPort = 10_257;
