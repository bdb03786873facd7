import { html, type Markup, trusted } from './markup.ts';
import { styleSheet } from './style.ts';

/** A whole page: nothing is fetched, nothing runs. The policy makes the browser hold it to that. */
export function htmlDocument(title: string, body: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${title}</title>
<style>${trusted(styleSheet())}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.markup;
}
