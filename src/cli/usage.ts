/** What the process has spent since the call: CPU in ms, and its present memory in MB. */
export function usageOfProcess(): () => { cpuMs: number; rssMb: number } {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { cpuMs: Math.round((user + system) / 1000), rssMb: Math.round(process.memoryUsage.rss() / 1e6) };
  };
}
