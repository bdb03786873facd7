const voids = new Set(['meta', 'br', 'hr', 'img', 'input', 'link', '!doctype']);

/** What is wrong with the nesting of a page's or document's tags; empty when nothing is. */
export function markupFaults(markup: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  // What a style sheet holds is no markup.
  const text = markup.replace(/<style>.*?<\/style>/gs, '').replace(/<\?xml.*?\?>/, '');
  for (const [, close, name = '', rest = ''] of text.matchAll(
    /<(\/?)([a-zA-Z!][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*\s*\/?)>/g,
  )) {
    if (voids.has(name.toLowerCase()) || rest.endsWith('/')) continue;
    if (close === '') open.push(name);
    else if (open.pop() !== name) faults.push(`</${name}> closes something else`);
  }
  const rest = text.replace(/<(\/?)([a-zA-Z!][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*\s*\/?)>/g, '');
  const stray = /[<>][^<>]{0,40}/.exec(rest);
  if (stray !== null) faults.push(`stray ${stray[0]}`);
  return [...faults, ...open.map((name) => `<${name}> is never closed`)];
}
