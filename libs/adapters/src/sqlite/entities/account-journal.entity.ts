import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The accounts that one write changed, as it left them, until all of them have been moved to their own table. */
@Entity('account_journal')
export class AccountJournalEntity {
  /** Rising by one with each write that changed accounts. */
  @PrimaryColumn('integer')
  number: number;

  /** Records of account 20, exists 1, balance 8, nonce 8 bytes. */
  @Column('blob')
  bytes: Uint8Array;
}
