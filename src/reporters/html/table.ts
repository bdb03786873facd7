import { html, type Markup, type Part } from './markup.ts';

/** A column: its heading, and whether it holds numbers. */
export interface Column {
  readonly title: string;
  readonly numeric?: boolean;
}

/** Beyond it a table is cut, and says so: the run's data files hold the rest. */
const maxRows = 200;

/** A table that scrolls by itself where the screen is narrow. Says in words when there is nothing to show. */
export function table(
  caption: string,
  columns: readonly (Column | string)[],
  rows: readonly (readonly Part[])[],
): Markup {
  if (rows.length === 0) return html`<p class="note">${caption}: none.</p>`;
  const all = columns.map((column): Column => (typeof column === 'string' ? { title: column } : column));
  const tag = (index: number): Part => (all[index]?.numeric === true ? html` class="n"` : '');
  const head = all.map(({ title }, index) => html`<th scope="col"${tag(index)}>${title}</th>`);
  const body = rows
    .slice(0, maxRows)
    .map(
      (cells) =>
        html`<tr>${cells.map((cell, index) =>
          index === 0 ? html`<th scope="row"${tag(index)}>${cell}</th>` : html`<td${tag(index)}>${cell}</td>`,
        )}</tr>`,
    );
  const more =
    rows.length > maxRows ? html`<p class="note">… and ${rows.length - maxRows} more rows, in the data files.</p>` : '';
  return html`<div class="wide"><table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${more}`;
}

/** A column of numbers. */
export function numeric(title: string): Column {
  return { title, numeric: true };
}
