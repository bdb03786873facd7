/** Texts that come again and again, each kept once and known by a number. 0 stands for none. */
export class Interned {
  readonly #texts: (string | undefined)[] = [undefined];
  readonly #codes = new Map<string, number>();

  /** The number of a text; a new one where it comes for the first time. */
  codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.length;
    this.#texts.push(text);
    this.#codes.set(text, code);
    return code;
  }

  textOf(code: number): string | undefined {
    return this.#texts[code];
  }
}
