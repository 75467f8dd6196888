/** How the text of a variable becomes a value. Pure: it reads nothing but the text. */
export interface Format<Value> {
  /** What it takes, to complete the sentence "CHEESE_X takes …". */
  readonly takes: string;
  /** The value, or undefined when the text is not what it takes. */
  parse(text: string): Value | undefined;
}

/** One environment variable: everything the reader, the error messages and the documentation know of it. */
export interface Setting<Value> {
  readonly variable: `CHEESE_${string}`;
  readonly format: Format<NonNullable<Value>>;
  /** The value when the variable is absent or empty. */
  readonly fallback: Value;
  /** How the documentation names the fallback, where its own text would not do. */
  readonly fallbackText?: string;
  /** One sentence for the documentation. */
  readonly description: string;
  /** Never echoed in a message; may be given as a path in `<variable>_FILE` instead, as container secrets are. */
  readonly secret?: true;
}

/** The settings of one program, by the name the code uses for each. */
export type SettingTable = Readonly<Record<string, Setting<unknown>>>;

/** What reading a table gives. */
export type ValuesOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Setting<infer Value> ? Value : never;
};

/** A variable that has a value of its own when it is absent. */
export function setting<Value>(definition: Setting<Value>): Setting<Value> {
  return definition;
}

/** A variable that may be absent. */
export function optionalSetting<Value>(definition: Omit<Setting<Value>, 'fallback'>): Setting<Value | undefined> {
  return { ...definition, format: definition.format as Format<NonNullable<Value>>, fallback: undefined };
}
