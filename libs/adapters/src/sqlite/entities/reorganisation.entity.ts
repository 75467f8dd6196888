import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The best chain went over to another branch. */
@Entity('reorganisation')
export class ReorganisationEntity {
  /** From 1, without gaps. */
  @PrimaryColumn('integer')
  number: number;

  /** JSON of the whole record. */
  @Column('text')
  facts: string;
}
