# TPM2_SelfTest: all of it
8001      tag: no sessions
0000000b  size
00000143  TPM_CC_SelfTest
01        full test
