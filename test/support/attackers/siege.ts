import type { Attack, Target } from './attack.ts';

/** All attacks at once, again and again, until it is lifted; what came of each try is counted. */
export class Siege {
  /** By attack, how often each outcome was. */
  readonly outcomes = new Map<string, Map<string, number>>();
  private readonly runs: Promise<void>[];
  private isLifted = false;

  constructor(
    private readonly target: Target,
    attacks: readonly Attack[],
  ) {
    this.runs = attacks.flatMap((attack) => Array.from({ length: attack.attackers }, () => this.repeat(attack)));
  }

  /** How often this came of this attack. */
  count(attack: string, outcome: string): number {
    return this.outcomes.get(attack)?.get(outcome) ?? 0;
  }

  /** A line for each attack: what came of it, and how often. */
  report(): string {
    const lines = [...this.outcomes].map(
      ([attack, outcomes]) => `  ${attack}: ${[...outcomes].map(([word, times]) => `${word} ${times}`).join(', ')}\n`,
    );
    return lines.join('');
  }

  /** Resolves when every attacker has had its last answer. */
  async lift(): Promise<void> {
    this.isLifted = true;
    await Promise.all(this.runs);
  }

  private async repeat(attack: Attack): Promise<void> {
    const counts = this.outcomes.get(attack.name) ?? new Map<string, number>();
    this.outcomes.set(attack.name, counts);
    while (!this.isLifted) {
      const outcome = await attack.once(this.target);
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, attack.pauseMs));
    }
  }
}
