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
  return build(caption, columns, rows, false);
}

/** A table of few rows with much to read: on a narrow screen each row becomes a card, so that no column is out of sight. */
export function stackedTable(
  caption: string,
  columns: readonly (Column | string)[],
  rows: readonly (readonly Part[])[],
): Markup {
  return build(caption, columns, rows, true);
}

function build(
  caption: string,
  columns: readonly (Column | string)[],
  rows: readonly (readonly Part[])[],
  stacked: boolean,
): Markup {
  if (rows.length === 0) return html`<p class="note">${caption}: none.</p>`;
  const all = columns.map((column): Column => (typeof column === 'string' ? { title: column } : column));
  const tag = (index: number): Part => (all[index]?.numeric === true ? html` class="n"` : '');
  const head = all.map(({ title }, index) => html`<th scope="col"${tag(index)}>${title}</th>`);
  // Boxes in place of cells are no table to a screen reader unless they say so.
  const role = (name: string): Part => (stacked ? html` role="${name}"` : '');
  const titled = (index: number): Part => (stacked ? html` data-title="${all[index]?.title ?? ''}"` : '');
  const body = rows
    .slice(0, maxRows)
    .map(
      (cells) =>
        html`<tr${role('row')}>${cells.map((cell, index) =>
          index === 0
            ? html`<th scope="row"${role('rowheader')}${tag(index)}>${cell}</th>`
            : html`<td${role('cell')}${titled(index)}${tag(index)}>${cell}</td>`,
        )}</tr>`,
    );
  const more =
    rows.length > maxRows ? html`<p class="note">… and ${rows.length - maxRows} more rows, in the data files.</p>` : '';
  const look = stacked ? html` class="stack" role="table"` : '';
  return html`<div class="wide"><table${look}><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${more}`;
}

/** A column of numbers. */
export function numeric(title: string): Column {
  return { title, numeric: true };
}
