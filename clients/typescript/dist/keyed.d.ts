export declare const KEYED: RegExp;
