# TPM2_FlushContext: that again
pcr-only: 1cb
8001      tag: no sessions
0000000e  size
00000165  TPM_CC_FlushContext
80000002  handle
