import logUpdate from 'log-update';
import type { Output } from '../output.ts';

/** On a terminal, the last line says how far several rehearsals are; elsewhere nothing does. */
export interface StatusLine {
  readonly begin: (name: string) => void;
  readonly end: (name: string) => void;
  readonly show: () => void;
  readonly hide: () => void;
  /** An output that writes above the line. */
  readonly around: (output: Output) => Output;
}

/** A line for so many rehearsals, hidden at first. */
export function statusLine(output: Output, count: number): StatusLine {
  const underWay: string[] = [];
  let done = 0;
  let isShown = false;
  const isDrawn = (): boolean => isShown && output.progress === 'live';
  const draw = (): void => {
    if (isDrawn()) logUpdate(lineText(output, { done, count, underWay }));
  };
  const aside = (write: () => void): void => {
    if (isDrawn()) logUpdate.clear();
    write();
    draw();
  };
  return {
    begin: (name) => {
      underWay.push(name);
      draw();
    },
    end: (name) => {
      underWay.splice(underWay.indexOf(name), 1);
      done += 1;
      draw();
    },
    show: () => {
      isShown = true;
      draw();
    },
    hide: () => {
      if (isDrawn()) {
        logUpdate.clear();
        logUpdate.done();
      }
      isShown = false;
    },
    around: (written) => ({
      ...written,
      say: (text) => aside(() => written.say(text)),
      print: (text) => aside(() => written.print(text)),
      error: (thrown) => aside(() => written.error(thrown)),
    }),
  };
}

/** No wider than the terminal: a line that is broken could not be drawn anew. */
export function lineText(
  { style, width }: Pick<Output, 'style' | 'width'>,
  { done, count, underWay }: { readonly done: number; readonly count: number; readonly underWay: readonly string[] },
): string {
  const counted = `${done} of ${count} done`;
  const names = `under way: ${underWay.join(', ')}`;
  const room = Math.max(0, width - counted.length - 4);
  const shown = names.length <= room ? names : `${names.slice(0, Math.max(0, room - 1))}…`;
  return `${style('bold', counted)}  ${style('dim', shown)}`;
}
