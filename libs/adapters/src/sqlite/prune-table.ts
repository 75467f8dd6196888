import type { PrunedHeights } from '#domain/chain/pruned-heights';
import type { Database } from './database.ts';

/** What old blocks need not have: below which heights it may be missing, and its removal. Runs inside a transaction. */
export class PruneTable {
  private readonly statements;

  constructor(database: Database) {
    const remove = (table: 'body' | 'undo') =>
      database.prepare(
        `DELETE FROM ${table} WHERE number IN (SELECT t.number FROM ${table} t JOIN header h ON h.number = t.number
         WHERE h.height BETWEEN 1 AND ? ORDER BY t.number LIMIT ?)`,
      );
    this.statements = {
      heights: database.prepare('SELECT bodies_below AS bodiesBelow, undo_below AS undoBelow FROM chain_state'),
      raise: database.prepare(
        'UPDATE chain_state SET bodies_below = max(bodies_below, ?), undo_below = max(undo_below, ?)',
      ),
      body: remove('body'),
      undo: remove('undo'),
    };
  }

  heights(): PrunedHeights {
    return this.statements.heights.get() as PrunedHeights;
  }

  /** Removes at most `limit` rows, undo data first; gives how many. */
  remove({ bodiesBelow, undoBelow }: PrunedHeights, limit: number): number {
    this.statements.raise.run(bodiesBelow, undoBelow);
    const { changes } = this.statements.undo.run(undoBelow - 1, limit);
    return changes + this.statements.body.run(bodiesBelow - 1, limit - changes).changes;
  }
}
