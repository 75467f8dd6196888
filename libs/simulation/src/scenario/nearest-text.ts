/** More differences than this are no slip of the fingers. */
const MAX_DISTANCE = 3;

/** The known word that was most likely meant; undefined when none is near. */
export function nearestText(text: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = MAX_DISTANCE + 1;
  for (const word of known) {
    const distance = differences(text, word);
    if (distance >= least) continue;
    nearest = word;
    least = distance;
  }
  return nearest;
}

/** Letters to insert, leave out or change (Levenshtein). */
function differences(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] as number) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[right.length] as number;
}
