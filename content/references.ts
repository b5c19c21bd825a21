/** A work that the text cites. Titles, names and venues stay in the language of the work in every edition. */
export interface Reference {
  /** Key used by `Cite` and `Sources`. */
  readonly key: string;
  readonly authors: string;
  /** Short form for the running text, e.g. `Deng et al. 2019`. */
  readonly short: string;
  readonly title: string;
  readonly venue: string;
  readonly year: number;
  /** The version that the text quotes. */
  readonly url: string;
  readonly bibtex: string;
}

/** Every work cited anywhere, in the order in which the list of sources prints them. */
export const references: readonly Reference[] = [
  {
    key: 'arcface',
    authors: 'Jiankang Deng, Jia Guo, Niannan Xue, Stefanos Zafeiriou',
    short: 'Deng et al. 2019',
    title: 'ArcFace: Additive Angular Margin Loss for Deep Face Recognition',
    venue: 'CVPR, pp. 4690–4699 (arXiv:1801.07698v3)',
    year: 2019,
    url: 'https://arxiv.org/abs/1801.07698v3',
    bibtex: `@inproceedings{deng2019arcface,
  title     = {{ArcFace}: Additive Angular Margin Loss for Deep Face Recognition},
  author    = {Deng, Jiankang and Guo, Jia and Xue, Niannan and Zafeiriou, Stefanos},
  booktitle = {Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)},
  pages     = {4690--4699},
  year      = {2019}
}`,
  },
  {
    key: 'arcface-v4',
    authors: 'Jiankang Deng, Jia Guo, Jing Yang, Niannan Xue, Irene Kotsia, Stefanos Zafeiriou',
    short: 'Deng et al. 2022',
    title: 'ArcFace: Additive Angular Margin Loss for Deep Face Recognition',
    venue: 'IEEE TPAMI 44 (10), pp. 5962–5979 (arXiv:1801.07698v4)',
    year: 2022,
    url: 'https://arxiv.org/abs/1801.07698v4',
    bibtex: `@article{deng2022arcface,
  title   = {{ArcFace}: Additive Angular Margin Loss for Deep Face Recognition},
  author  = {Deng, Jiankang and Guo, Jia and Yang, Jing and Xue, Niannan and Kotsia, Irene and Zafeiriou, Stefanos},
  journal = {IEEE Transactions on Pattern Analysis and Machine Intelligence},
  volume  = {44},
  number  = {10},
  pages   = {5962--5979},
  year    = {2022},
  doi     = {10.1109/TPAMI.2021.3087709}
}`,
  },
  {
    key: 'cosface',
    authors: 'Hao Wang, Yitong Wang, Zheng Zhou, Xing Ji, Dihong Gong, Jingchao Zhou, Zhifeng Li, Wei Liu',
    short: 'Wang et al. 2018',
    title: 'CosFace: Large Margin Cosine Loss for Deep Face Recognition',
    venue: 'CVPR (arXiv:1801.09414v2)',
    year: 2018,
    url: 'https://arxiv.org/abs/1801.09414v2',
    bibtex: `@inproceedings{wang2018cosface,
  title     = {{CosFace}: Large Margin Cosine Loss for Deep Face Recognition},
  author    = {Wang, Hao and Wang, Yitong and Zhou, Zheng and Ji, Xing and Gong, Dihong and Zhou, Jingchao and Li, Zhifeng and Liu, Wei},
  booktitle = {Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)},
  year      = {2018}
}`,
  },
  {
    key: 'am-softmax',
    authors: 'Feng Wang, Weiyang Liu, Haijun Liu, Jian Cheng',
    short: 'F. Wang et al. 2018',
    title: 'Additive Margin Softmax for Face Verification',
    venue: 'arXiv:1801.05599',
    year: 2018,
    url: 'https://arxiv.org/abs/1801.05599',
    bibtex: `@misc{wang2018additive,
  title         = {Additive Margin Softmax for Face Verification},
  author        = {Wang, Feng and Liu, Weiyang and Liu, Haijun and Cheng, Jian},
  year          = {2018},
  eprint        = {1801.05599},
  archivePrefix = {arXiv}
}`,
  },
  {
    key: 'sphereface',
    authors: 'Weiyang Liu, Yandong Wen, Zhiding Yu, Ming Li, Bhiksha Raj, Le Song',
    short: 'Liu et al. 2017',
    title: 'SphereFace: Deep Hypersphere Embedding for Face Recognition',
    venue: 'CVPR (arXiv:1704.08063)',
    year: 2017,
    url: 'https://arxiv.org/abs/1704.08063',
    bibtex: `@inproceedings{liu2017sphereface,
  title     = {{SphereFace}: Deep Hypersphere Embedding for Face Recognition},
  author    = {Liu, Weiyang and Wen, Yandong and Yu, Zhiding and Li, Ming and Raj, Bhiksha and Song, Le},
  booktitle = {Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition (CVPR)},
  year      = {2017}
}`,
  },
  {
    key: 'l-softmax',
    authors: 'Weiyang Liu, Yandong Wen, Zhiding Yu, Meng Yang',
    short: 'Liu et al. 2016',
    title: 'Large-Margin Softmax Loss for Convolutional Neural Networks',
    venue: 'ICML, pp. 507–516',
    year: 2016,
    url: 'https://arxiv.org/abs/1612.02295',
    bibtex: `@inproceedings{liu2016large,
  title     = {Large-Margin Softmax Loss for Convolutional Neural Networks},
  author    = {Liu, Weiyang and Wen, Yandong and Yu, Zhiding and Yang, Meng},
  booktitle = {Proceedings of the International Conference on Machine Learning (ICML)},
  pages     = {507--516},
  year      = {2016}
}`,
  },
  {
    key: 'normface',
    authors: 'Feng Wang, Xiang Xiang, Jian Cheng, Alan L. Yuille',
    short: 'F. Wang et al. 2017',
    title: 'NormFace: L2 Hypersphere Embedding for Face Verification',
    venue: 'ACM Multimedia (arXiv:1704.06369)',
    year: 2017,
    url: 'https://arxiv.org/abs/1704.06369',
    bibtex: `@inproceedings{wang2017normface,
  title     = {{NormFace}: {L2} Hypersphere Embedding for Face Verification},
  author    = {Wang, Feng and Xiang, Xiang and Cheng, Jian and Yuille, Alan L.},
  booktitle = {Proceedings of the ACM International Conference on Multimedia},
  year      = {2017}
}`,
  },
  {
    key: 'centre-loss',
    authors: 'Yandong Wen, Kaipeng Zhang, Zhifeng Li, Yu Qiao',
    short: 'Wen et al. 2016',
    title: 'A Discriminative Feature Learning Approach for Deep Face Recognition',
    venue: 'ECCV',
    year: 2016,
    url: 'https://doi.org/10.1007/978-3-319-46478-7_31',
    bibtex: `@inproceedings{wen2016discriminative,
  title     = {A Discriminative Feature Learning Approach for Deep Face Recognition},
  author    = {Wen, Yandong and Zhang, Kaipeng and Li, Zhifeng and Qiao, Yu},
  booktitle = {Proceedings of the European Conference on Computer Vision (ECCV)},
  year      = {2016},
  doi       = {10.1007/978-3-319-46478-7_31}
}`,
  },
  {
    key: 'facenet',
    authors: 'Florian Schroff, Dmitry Kalenichenko, James Philbin',
    short: 'Schroff et al. 2015',
    title: 'FaceNet: A Unified Embedding for Face Recognition and Clustering',
    venue: 'CVPR (arXiv:1503.03832)',
    year: 2015,
    url: 'https://arxiv.org/abs/1503.03832',
    bibtex: `@inproceedings{schroff2015facenet,
  title     = {{FaceNet}: A Unified Embedding for Face Recognition and Clustering},
  author    = {Schroff, Florian and Kalenichenko, Dmitry and Philbin, James},
  booktitle = {Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition (CVPR)},
  year      = {2015}
}`,
  },
  {
    key: 'digits',
    authors: 'Ethem Alpaydin, Cenk Kaynak',
    short: 'Alpaydin and Kaynak 1998',
    title: 'Optical Recognition of Handwritten Digits',
    venue: 'UCI Machine Learning Repository (CC BY 4.0)',
    year: 1998,
    url: 'https://doi.org/10.24432/C50P49',
    bibtex: `@misc{alpaydin1998optical,
  title     = {Optical Recognition of Handwritten Digits},
  author    = {Alpaydin, Ethem and Kaynak, Cenk},
  publisher = {UCI Machine Learning Repository},
  year      = {1998},
  doi       = {10.24432/C50P49}
}`,
  },
];
