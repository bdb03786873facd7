/** How long ago an instant was, as `kubectl` writes it: `5s`, `3m20s`, `4h`, `12d` (k8s.io/apimachinery, util/duration). */
export function ageOf(stamp: string | undefined, nowMs: number): string {
  if (stamp === undefined) return '<unknown>';
  return durationOf(nowMs - Date.parse(stamp));
}

/** A duration in the two units that tell most. */
function durationOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return two(days, 'd', hours % 24, 'h');
  if (days < 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? two(years, 'y', days % 365, 'd') : `${years}y`;
}

function two(big: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big}${unit}` : `${big}${unit}${small}${smallUnit}`;
}
