import { suiteEndsAsExpected } from './expected.ts';

await suiteEndsAsExpected('zone');
