# TPM2_ContextSave: of the signing key
pcr-only: 143
8001      tag: no sessions
0000000e  size
00000162  TPM_CC_ContextSave
80000001  handle: the signing key
