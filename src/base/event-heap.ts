/** Something that is to happen. */
export interface Event {
  readonly at: number;
  readonly order: number;
  /** undefined: called off. Such an event does not move the time. */
  action: (() => void) | undefined;
}

function before(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Adds an event to a heap whose first element is the next one. */
export function push(heap: Event[], event: Event): void {
  let index = heap.length;
  heap.push(event);
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || before(parent, event)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = event;
}

/** Takes the next event out: the earliest, and of those the one that was asked for first. */
export function pop(heap: Event[]): Event | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    if (left === undefined) break;
    const [child, at] =
      right !== undefined && before(right, left) ? [right, 2 * index + 2] : ([left, 2 * index + 1] as const);
    if (before(last, child)) break;
    heap[index] = child;
    index = at;
  }
  heap[index] = last;
  return top;
}
