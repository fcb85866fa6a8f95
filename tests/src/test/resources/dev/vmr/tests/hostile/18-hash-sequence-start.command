# TPM2_HashSequenceStart: sha384
8001      tag: no sessions
0000000e  size
00000186  TPM_CC_HashSequenceStart
0000      password: size
000c      algorithm: sha384
