# TPM2_HashSequenceStart: an event sequence
8001      tag: no sessions
0000000e  size
00000186  TPM_CC_HashSequenceStart
0000      password: size
0010      algorithm: TPM_ALG_NULL
