# TPM2_EventSequenceComplete: PCR 9
8002      tag: sessions
00000031  size
00000185  TPM_CC_EventSequenceComplete
00000009  handle: PCR 9
80000000  handle: the sequence
00000012  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0007      data: size
74686520656e64    data
