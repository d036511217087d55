/** Breaks between words; the lines after the first are indented. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + 1 + word.length <= width)
      lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${indent}`);
}

export const widthOf = ({ columns, isTTY }: { columns?: number; isTTY: boolean }): number =>
  Math.max(40, (isTTY && columns) || 100);
