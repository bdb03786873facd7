/** Bundles entries, given by name with their paths in the checkout, into a folder somewhere below it. */
export declare function bundle(named: Readonly<Record<string, string>>, into: string): Promise<void>;
