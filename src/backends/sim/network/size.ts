/** What a segment carries beside its payload: Ethernet, IP and TCP. */
const headerBytes = 66;
/** What HTTP's own lines come to (assumed). */
const httpBytes = 250;

/** About how many bytes go over the wire for messages: only asked where a link is narrow. */
export function sizeOf(messages: readonly unknown[]): number {
  return messages.reduce<number>((sum, message) => sum + headerBytes + httpBytes + JSON.stringify(message).length, 0);
}
