import { type Output, styling } from '../output.ts';

/** How another process's output looks: what is written for it must look the same. */
export interface Look extends Pick<Output, 'json' | 'progress' | 'width' | 'height'> {
  readonly coloured: boolean;
}

/** One call of an output. */
export type Said =
  | { readonly to: 'say' | 'print'; readonly text: string }
  | { readonly to: 'event'; readonly event: Readonly<Record<string, unknown>> }
  | { readonly to: 'error'; readonly thrown: unknown };

/** An output that passes on what it is called with. */
export function forwardedOutput({ coloured, ...look }: Look, pass: (said: Said) => void): Output {
  return {
    ...look,
    say: (text) => pass({ to: 'say', text }),
    print: (text) => pass({ to: 'print', text }),
    event: (event) => pass({ to: 'event', event }),
    error: (thrown) => pass({ to: 'error', thrown }),
    style: styling(coloured),
  };
}

/** Calls an output as another was called. */
export function repeat(said: Said, output: Output): void {
  if (said.to === 'event') output.event(said.event);
  else if (said.to === 'error') output.error(said.thrown);
  else output[said.to](said.text);
}
