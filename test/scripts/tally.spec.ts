// @ts-expect-error: a script, plain JavaScript
import { readTally } from '../../scripts/lib/tally.mjs';

describe('the line that says how much passed and failed', () => {
  it('is read from the end of what a script prints', () => {
    expect(readTally('1 passed, 2 failed\nmore\n12 passed, 3 failed\n\n')).toEqual({ passed: 12, failed: 3 });
  });

  it('is read although the tool before it left the terminal coloured', () => {
    expect(readTally('\u001b[32mno errors\n\u001b[39m3 passed, 0 failed\n')).toEqual({ passed: 3, failed: 0 });
  });

  it('is missed when another line is the last', () => {
    expect(readTally('3 passed, 0 failed\nTypeError: no')).toBeUndefined();
  });
});
