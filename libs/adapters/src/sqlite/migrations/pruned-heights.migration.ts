import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = ['bodies_below', 'undo_below'];

/** Below which heights bodies and undo data may be missing. */
export class PrunedHeights1790300000000 implements MigrationInterface {
  readonly name = 'PrunedHeights1790300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) {
      await runner.query(`ALTER TABLE "chain_state" ADD COLUMN "${column}" integer NOT NULL DEFAULT 0`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.query(`ALTER TABLE "chain_state" DROP COLUMN "${column}"`);
  }
}
