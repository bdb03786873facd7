import { suiteEndsAsExpected } from './expected.ts';

await suiteEndsAsExpected('data-plane');
