# TPM2_Load: a sealed object
pcr-only: 143
8002      tag: sessions
000000f1  size
00000157  TPM_CC_Load
80000000  handle: the primary key
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0084      private: size
00201708df835712ec2c29185ef9b4b268415dc3b30897cacb77b7e40ddf3486
793800102d0b68874f38efd193a9b49a2cc2feba811367d39df9f1544a601fd3
5452aa27736c4667250e8d63dda80be098f26c807b3159e29d34452eb63b655b
7864f915e18d922cb990d479ec72b284d99ba5347b9ccf461cc5d98be87ead5e
2c92727e    private
004e      public: size
0008000b000004120020bff2d58e9813f97cefc14f72ad8133bc7092d652b7c8
77959254af140c841f36001000203a6e321fbf90d8eccdc02e88883d3f4385e5
cd2df8e0d48339b022ce0b949443    public
