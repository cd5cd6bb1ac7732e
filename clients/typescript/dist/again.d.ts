export declare const AGAIN: RegExp;
