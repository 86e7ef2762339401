/**
 * Characters that change how the text around them is shown, or that are not shown: control (C0, C1,
 * DEL) and format characters (those for the direction of text among them), separators of lines and
 * paragraphs, halves of surrogate pairs.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text of a module's author (names, mostly) as one line that a terminal only shows: what could
 * steer the terminal, break the line or reorder it is written as in the text format, `\u{1b}`. All
 * else stays, so a text that is shown this way already does not change.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

function escaped(char: string): string {
  return `\\u{${char.codePointAt(0)!.toString(16)}}`;
}

/** JSON in which the same characters are escapes within strings; its own line breaks stay. */
export function visibleJson(json: string): string {
  return json.replace(INVISIBLE, (char) => {
    if (char === '\n') return char;
    // By UTF-16 units, as JSON has it.
    return Array.from({ length: char.length }, (_, i) => {
      return `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }).join('');
  });
}
