# TPM2_SequenceComplete: of the hash sequence
8002      tag: sessions
00000028  size
0000013e  TPM_CC_SequenceComplete
80000000  handle: the sequence
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0007      data: size
74686520656e64    data
40000007  hierarchy: TPM_RH_NULL
