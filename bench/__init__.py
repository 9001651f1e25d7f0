"""Speed, measured: ratios within one run, since machines are shared and noisy.  No part of the tests."""
