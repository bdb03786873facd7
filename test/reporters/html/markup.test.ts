import { expect } from 'chai';
import { html } from '../../../src/reporters/html/markup.ts';

describe('html', () => {
  it('escapes text and leaves markup', () => {
    expect(html`<p title="${'"'}">${'<b>'}${html`<i>${1}</i>`}</p>`.markup).to.equal(
      '<p title="&quot;">&lt;b&gt;<i>1</i></p>',
    );
  });

  it('joins lists and shows nothing of what is undefined', () => {
    expect(html`${['a', html`<br>`, ['&']]}${undefined}`.markup).to.equal('a<br>&amp;');
  });

  it('does not take text for markup because it looks so', () => {
    const text = JSON.stringify({ markup: '<script>' });
    expect(html`${text}`.markup).not.to.include('<script>');
  });
});
