// What differs between two texts, line by line.

export interface Line { mark: ' ' | '+' | '-'; text: string }

/** Past this many lines, a comparison takes too long to be worth it. */
const MOST = 2000;

/** The longest common subsequence stays; the rest went (-) or came (+). */
export function diff(before: string[], after: string[]): Line[] {
  if (before.length > MOST || after.length > MOST)
    return [...before.map((text) => ({ mark: '-' as const, text })), ...after.map((text) => ({ mark: '+' as const, text }))];
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i * width + j] =
        before[i] === after[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ mark: ' ', text: before[i++] ?? '' });
      j++;
    } else if (j === after.length || (i < before.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))) {
      lines.push({ mark: '-', text: before[i++] ?? '' });
    } else {
      lines.push({ mark: '+', text: after[j++] ?? '' });
    }
  }
  return lines;
}

/** Lines without their ends. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

export function bodyOf(message: string): string {
  const end = message.search(/\r?\n\r?\n/);
  return end < 0 ? '' : message.slice(end).replace(/^\r?\n\r?\n/, '');
}

export function isSdp(message: string): boolean {
  return bodyOf(message).startsWith('v=0');
}
